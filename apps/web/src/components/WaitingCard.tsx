/** Stands for what is on its way, so that a page is never blank. */
export function WaitingCard() {
  return <div className="card" aria-busy><span className="waiting" /><span className="waiting" /><span className="waiting" /></div>;
}
