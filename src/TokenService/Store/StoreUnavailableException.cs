namespace WxYarpGateway.TokenService.Store;

/// <summary>The shared store failed, did not answer in time, or is not being asked for the moment.</summary>
internal sealed class StoreUnavailableException(string reason) : Exception($"The store is not available: {reason}.");
