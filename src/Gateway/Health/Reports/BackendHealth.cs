namespace WxYarpGateway.Gateway.Health.Reports;

/// <summary>One backend, as YARP's health checks see it.</summary>
/// <param name="Available">How many of its destinations take calls.</param>
/// <param name="Of">How many there are.</param>
internal sealed record BackendHealth(int Available, int Of);
