import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative, so that a host may serve the page under any path.
  base: './',
  plugins: [react(), tailwind()],
  resolve: { conditions: ['guichet-source', ...defaultClientConditions] },
  // Inlined assets would be data: URLs, which a strict Content-Security-Policy refuses.
  build: { outDir: '../dist/web', emptyOutDir: true, chunkSizeWarningLimit: 1_200, assetsInlineLimit: 0 },
  server: { proxy: { '/inbox': 'http://127.0.0.1:3000' } },
})
