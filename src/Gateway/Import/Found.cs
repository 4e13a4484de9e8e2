namespace WxYarpGateway.Gateway.Import;

/// <summary>A value as it was found, and what is to be said about it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Notes">The remarks, which become comments beside what is made of the value.</param>
internal sealed record Found<T>(T Value, IReadOnlyList<string> Notes)
{
    /// <summary>Says one thing more.</summary>
    public Found<T> Noting(string note) => this with { Notes = [.. Notes, note] };

    /// <summary>Puts another value in place of the one found, and says why.</summary>
    public Found<T> Becoming(T value, string note) => new(value, [.. Notes, note]);

    // It may be an AppSecret.
    public override string ToString() => "***";
}
