namespace WxYarpGateway.Conformance.Replay;

/// <summary>A message as WeChat pushes it, signed and encrypted as the account is configured.</summary>
public sealed record ReplayPush
{
    /// <summary>Gets the accounts of the rig; each of them is a run of the case.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Gets the message.</summary>
    public string Text { get; init; } = "";

    /// <summary>Gets the name of a case of <c>Fields/go-wx-gateway.json</c>, whose message, path and fields are meant.</summary>
    public string? Fields { get; init; }

    /// <summary>Gets how many such messages come at once; <c>{n}</c> in the text numbers them.</summary>
    public int Copies { get; init; } = 1;
}
