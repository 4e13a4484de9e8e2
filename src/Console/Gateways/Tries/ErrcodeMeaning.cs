namespace WxYarpGateway.Console.Gateways.Tries;

/// <summary>What an errcode of WeChat means.</summary>
public sealed record ErrcodeMeaning
{
    /// <summary>Gets the errcode.</summary>
    public int Errcode { get; init; }

    /// <summary>Gets what it means.</summary>
    public string Sentence { get; init; } = "";

    /// <summary>Gets what ends it.</summary>
    public string? Cure { get; init; }
}
