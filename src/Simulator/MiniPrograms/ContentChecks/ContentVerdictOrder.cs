namespace WxYarpGateway.Simulator.MiniPrograms.ContentChecks;

/// <summary>The body of <c>POST /simulator/content-verdict</c>: what WeChat thinks of content that contains a text.</summary>
internal sealed record ContentVerdictOrder
{
    public required string AppId { get; init; }

    public required string Contains { get; init; }

    public string Suggest { get; init; } = "risky";

    public int Label { get; init; } = 21000;

    public void Plan(ContentControl control) => control.Plan(AppId, new ContentVerdict(Contains, Suggest, Label));
}
