"""The engine: scan, read, arrange, plan, render, write, commit."""
