"""Parts of the page Health: a finding, the contract, what was measured and what was not checked."""
