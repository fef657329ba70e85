/** What the portal's pages know of each other across sliders. */
interface Window {
  portalDesk?: import('./sliders.js').Desk
  portalPage?: { refresh(): Promise<void> }
}
