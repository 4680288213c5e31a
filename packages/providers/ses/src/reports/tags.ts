/** How the tenant and our id come back in every report about the message. */
export const tenantTag = 'guichet_tenant'
export const messageTag = 'guichet_message'
