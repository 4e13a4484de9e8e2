namespace WxYarpGateway.Simulator.Pushes.Replies;

/// <summary>A reply as WeChat opened it.</summary>
public sealed record SimulatedReply
{
    /// <summary>Gets the opened text: <c>success</c>, empty, or the reply's XML or JSON.</summary>
    public required string Text { get; init; }

    /// <summary>Gets whether it came encrypted.</summary>
    public bool IsSealed { get; init; }

    /// <summary>Gets the message type; empty when the user sees nothing.</summary>
    public string MsgType { get; init; } = "";

    /// <summary>Gets the values by their path, such as <c>Content</c>, <c>Image.MediaId</c> or <c>Articles.item[0].Title</c>.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets whether it is a result object, such as <c>{"ErrCode":0,"ErrMsg":"success"}</c>, which no user sees.</summary>
    public bool IsObject { get; init; }

    /// <summary>Gets the code of a result object: 0 for success; null when it has none.</summary>
    public int? ResultCode { get; init; }

    /// <summary>Gets how many articles of a news reply the user sees.</summary>
    public int ArticlesShown { get; init; }

    /// <summary>Gets what WeChat leaves out of an accepted reply, in a sentence, or null.</summary>
    public string? Notice { get; init; }

    /// <summary>Gets whether the reply was <c>success</c> or empty, so that the user sees nothing.</summary>
    public bool IsSilent => Text is "" or "success";

    /// <summary>Gets the value at a path, or null when there is none.</summary>
    public string? this[string path] => Fields.GetValueOrDefault(path);
}
