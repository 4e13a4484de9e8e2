namespace WxYarpGateway.Platform.Sync;

/// <summary>Another replica has taken the run over: this one was too slow.</summary>
internal sealed class SyncLostException() : Exception("Another replica has taken the run over.");
