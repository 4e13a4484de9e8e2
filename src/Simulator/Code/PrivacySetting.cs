namespace WxYarpGateway.Simulator.Code;

/// <summary>What a mini program tells its users of their privacy (用户隐私保护指引), as JSON texts.</summary>
internal sealed record PrivacySetting(string Owner, string Purposes, DateTimeOffset UpdatedAt = default);
