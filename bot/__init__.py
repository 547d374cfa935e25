"""The running program: sockets, timers, pictures and wiring; the only asynchronous package."""
