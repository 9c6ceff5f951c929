"""How a record outlives crashes, full disks, other writers. Its face: `store.files` and `store.record`."""
