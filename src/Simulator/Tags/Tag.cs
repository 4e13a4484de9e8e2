namespace WxYarpGateway.Simulator.Tags;

/// <summary>Holds a tag of an account.</summary>
internal sealed record Tag(int Id, string Name);
