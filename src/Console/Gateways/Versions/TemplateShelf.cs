namespace WxYarpGateway.Console.Gateways.Versions;

/// <summary>The templates of a platform, or its drafts.</summary>
/// <param name="TemplateList">The templates; null in an answer about drafts.</param>
/// <param name="DraftList">The drafts; null in an answer about templates.</param>
public sealed record TemplateShelf(IReadOnlyList<CodeTemplate>? TemplateList, IReadOnlyList<CodeTemplate>? DraftList);
