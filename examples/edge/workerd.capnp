# Runs the bundled worker anywhere: workerd serve workerd.capnp
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "mapper", worker = .mapper),
    (name = "fiddler", external = (address = "127.0.0.1:4320", http = ())),
  ],
  sockets = [(name = "otlp", address = "127.0.0.1:4318", http = (), service = "mapper")],
);

const mapper :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-01-01",
  bindings = [(name = "FIDDLER_ENDPOINT", text = "http://fiddler")],
  # All that the worker fetches goes there.
  globalOutbound = "fiddler",
);
