namespace WxYarpGateway.Database.Exports;

/// <summary>An authorizer in an exported vault, with its refresh token.</summary>
internal sealed record VaultEntry
{
    public required string Platform { get; init; }

    public required string AppId { get; init; }

    public required string Kind { get; init; }

    public string? Type { get; init; }

    public required string Status { get; init; }

    public string? OriginalId { get; init; }

    public string? NickName { get; init; }

    public string? RefreshToken { get; init; }

    public long RefreshVersion { get; init; }

    public long EventTime { get; init; }

    public long? AuthTime { get; init; }

    public string? BrokenWhy { get; init; }

    public string? Overrides { get; init; }

    public string? Note { get; init; }

    // With init, the serializer's generated code would write null where the file has no such property.
    public IReadOnlyList<int> Functions { get; set; } = [];

    public IReadOnlyList<string> Tags { get; set; } = [];

    /// <summary>Returns the account; a refresh token is not for printing.</summary>
    public override string ToString() => $"{Platform}/{AppId}";
}
