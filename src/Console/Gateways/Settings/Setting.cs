namespace WxYarpGateway.Console.Gateways.Settings;

/// <summary>A key in force.</summary>
/// <param name="Key">The full key.</param>
/// <param name="Value">The value; null for a secret.</param>
/// <param name="Secret">What is told of a secret; null for every other value.</param>
/// <param name="Source">What supplied it.</param>
/// <param name="Own">Whether it is a replica's own, so that it may differ.</param>
public sealed record Setting(string Key, string? Value, KnownSecret? Secret, string? Source, bool Own = false);
