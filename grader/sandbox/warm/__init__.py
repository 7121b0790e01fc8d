"""The host's side of warm interpreters: choosing one, keeping them, asking for forks, watching those."""
