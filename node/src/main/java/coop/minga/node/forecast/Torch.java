package coop.minga.node.forecast;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/// The one PyTorch engine of this process, started from jars, never from a network, on one thread.
///
/// One thread is faster on a small shared machine, and it makes training repeat bit for bit. DJL
/// keeps a native library cache of 432 MB where `DJL_CACHE_DIR` says, else in the user's home.
final class Torch {
  /// Only one gradient is collected at a time in a process; whoever trains holds this.
  static final Object TRAINING = new Object();

  private Torch() {}

  /// A manager whose close frees every array made in it.
  static NDManager newManager() {
    return engine().newBaseManager();
  }

  static Engine engine() {
    setUnlessSet("ai.djl.offline", "true");
    setUnlessSet("ai.djl.default_engine", "PyTorch");
    setUnlessSet("ai.djl.pytorch.num_threads", "1");
    setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
    setUnlessSet("OPT_OUT_TRACKING", "true");
    return Engine.getEngine("PyTorch");
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
