import { css } from "lit";

/** One thing of several on a panel (a device, a kind of blank): its facts, and what can be done with it at the foot. */
export const deskCard = css`
  article {
    display: flex;
    flex-direction: column;
    gap: var(--space-3);
    height: 100%;
    border: var(--hair) solid var(--line);
    border-radius: var(--radius);
    padding: var(--space-3);
  }
  article.bad {
    border-color: var(--bad);
  }
  article.warn {
    border-color: var(--warn-bright);
  }
  .acts {
    margin-top: auto;
    padding-top: var(--space-2);
  }
  .acts button {
    flex: 1 1 auto;
  }
`;
