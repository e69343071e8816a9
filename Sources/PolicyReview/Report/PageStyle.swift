/// How the page of a review looks.
enum PageStyle {
  static let text = """
    :root { --ink: #1b1f24; --soft: #59636e; --paper: #fff; --panel: #f6f8fa; --line: #d1d9e0;
      --widened: #b35900; --mixed: #8250df; --narrowed: #0969da; --neutral: #59636e;
      --gained: #b35900; --lost: #0969da; --at: #fff3c4; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e6edf3; --soft: #9198a1; --paper: #0d1117; --panel: #161b22; --line: #3d444d;
        --widened: #f0883e; --mixed: #bc8cff; --narrowed: #58a6ff; --neutral: #9198a1;
        --gained: #f0883e; --lost: #58a6ff; --at: #3a3000; }
    }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--paper); color: var(--ink);
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
    main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
    .kicker { margin: 0; color: var(--soft); text-transform: uppercase; letter-spacing: .08em;
      font-size: .75rem; }
    h1 { font-size: 1.5rem; line-height: 1.3; margin: .2rem 0 1rem; overflow-wrap: anywhere; }
    h1 .to { color: var(--soft); font-weight: 400; }
    h2 { font-size: 1.15rem; margin: 2.2rem 0 .8rem; }
    h2::first-letter { text-transform: uppercase; }
    h3 { font-size: 1rem; margin: 0 0 .6rem; overflow-wrap: anywhere; }
    h4 { font-size: .92rem; margin: 0; font-weight: 600; overflow-wrap: anywhere; }
    small { color: var(--soft); font-weight: 400; text-transform: none; font-size: .85em; }
    code, pre, del, ins { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace;
      font-size: .88em; }
    code { background: var(--panel); border-radius: 4px; padding: .1em .3em; overflow-wrap: anywhere; }
    .cards { list-style: none; display: grid; grid-template-columns: repeat(4, 1fr); gap: .6rem;
      padding: 0; margin: 0 0 1rem; }
    .cards li { border: 1px solid var(--line); border-radius: 8px; padding: .6rem .8rem; }
    .cards b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
    .cards span { color: var(--soft); font-size: .85rem; }
    .cards .widened b { color: var(--widened); } .cards .mixed b { color: var(--mixed); }
    .cards .narrowed b { color: var(--narrowed); } .cards .neutral b { color: var(--neutral); }
    .lead { margin: .3rem 0; overflow-wrap: anywhere; }
    article { border: 1px solid var(--line); border-left: 4px solid var(--neutral);
      border-radius: 8px; padding: 1rem; margin: 0 0 1rem; }
    article.widened { border-left-color: var(--widened); }
    article.mixed { border-left-color: var(--mixed); }
    article.narrowed { border-left-color: var(--narrowed); }
    .mark { margin: 0 0 .6rem; color: var(--soft); font-size: .9rem; }
    .detail { margin: .7rem 0; }
    .values { margin: .2rem 0; display: flex; flex-direction: column; gap: .15rem; }
    del, ins { text-decoration: none; overflow-wrap: anywhere; }
    del::before { content: "- "; color: var(--soft); } ins::before { content: "+ "; color: var(--soft); }
    del { color: var(--soft); }
    .told { list-style: none; margin: .2rem 0; padding: 0; font-size: .92rem; }
    .told li { overflow-wrap: anywhere; }
    .told span { font-weight: 600; } .gained span { color: var(--gained); }
    .told .lost span { color: var(--lost); }
    .tenants { color: var(--soft); font-size: .92rem; margin: .6rem 0 0; overflow-wrap: anywhere; }
    .excerpts { display: grid; grid-template-columns: 1fr 1fr; gap: .8rem; margin-top: .8rem; }
    .excerpts figure:only-child { grid-column: 1 / -1; }
    figure { margin: 0; min-width: 0; }
    figcaption { color: var(--soft); font-size: .85rem; margin-bottom: .25rem; overflow-wrap: anywhere; }
    pre { margin: 0; background: var(--panel); border: 1px solid var(--line); border-radius: 6px;
      padding: .5rem; overflow-x: auto; }
    pre span { display: block; white-space: pre; } pre .at { background: var(--at); }
    pre i { display: inline-block; min-width: 2.2em; margin-right: .8em; text-align: right;
      color: var(--soft); font-style: normal; user-select: none; }
    .proofs { padding-left: 1.1rem; } .proofs li { overflow-wrap: anywhere; }
    .proofs .lost { color: var(--widened); }
    .plan { margin: 0 0 1.2rem; } .drawing { overflow-x: auto; border: 1px solid var(--line);
      border-radius: 8px; padding: .5rem; }
    .drawing svg { display: block; width: 100%; min-width: 46rem; height: auto; }
    .drawing svg text { fill: var(--ink); } .drawing svg [fill="white"] { fill: transparent; }
    .drawing svg [stroke="black"] { stroke: var(--ink); }
    .drawing svg [fill="black"] { fill: var(--ink); }
    .drawing svg [stroke="red"] { stroke: #e5534b; } .drawing svg [fill="red"] { fill: #e5534b; }
    @media (max-width: 40rem) { .cards { grid-template-columns: 1fr 1fr; }
      .excerpts { grid-template-columns: 1fr; } main { padding: 1rem .8rem 3rem; } }
    @media print { :root { --ink: #000; --soft: #444; --paper: #fff; --panel: #fff; --line: #999;
        --at: #eee; }
      main { max-width: none; padding: 0; } article, figure { break-inside: avoid; }
      pre { white-space: pre-wrap; } pre span { white-space: pre-wrap; } }
    """
}
