using System.Text.Json;

namespace WxYarpGateway.Console.Gateways.Tries;

/// <summary>What WeChat would have got in answer to a test push.</summary>
public sealed record TryAnswer
{
    /// <summary>Gets the HTTP status; 0 when the push was left unanswered.</summary>
    public int Status { get; init; }

    /// <summary>Gets the reply as JSON, when there is one.</summary>
    public JsonElement? Reply { get; init; }

    /// <summary>Gets the answer as text, decrypted.</summary>
    public string? Answer { get; init; }

    /// <summary>Gets a value indicating whether the answer was encrypted.</summary>
    public bool Encrypted { get; init; }

    /// <summary>Gets the outcome of the push.</summary>
    public string? Outcome { get; init; }

    /// <summary>Gets how long it took.</summary>
    public double TookMs { get; init; }

    /// <summary>Gets the id of the push's record; null when none is kept.</summary>
    public string? Record { get; init; }

    /// <summary>Gets what a real push would have done besides.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];
}
