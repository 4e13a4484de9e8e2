namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>A field of a <see cref="TypedPush"/>.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value, unless a user types another.</param>
/// <param name="IsData">Whether it is written in CDATA.</param>
/// <param name="IsTyped">Whether a user types it.</param>
internal sealed record TypedField(string Name, string Value, bool IsData = true, bool IsTyped = false);
