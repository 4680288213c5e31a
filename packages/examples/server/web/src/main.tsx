import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { problemOf } from './api/problem.ts'
import { Inbox } from './layout/inbox.tsx'
import { showPreferences } from './state/preferences.ts'
import './style.css'

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // Events say when an answer is old; nothing is asked again just because time has passed.
      staleTime: 60_000,
      retry: (failures, error) => problemOf(error).code === 'offline' && failures < 3,
    },
  },
})

showPreferences()
const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Inbox />
      </QueryClientProvider>
    </StrictMode>,
  )
}
