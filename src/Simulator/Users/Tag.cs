namespace WxYarpGateway.Simulator.Users;

/// <summary>A tag of an account.</summary>
internal sealed record Tag(int Id, string Name);
