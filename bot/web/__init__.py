"""The one ASGI application: web chat, webhooks, health."""
