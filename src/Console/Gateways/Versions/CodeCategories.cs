namespace WxYarpGateway.Console.Gateways.Versions;

/// <summary>The categories of a mini program.</summary>
/// <param name="CategoryList">The categories.</param>
public sealed record CodeCategories(IReadOnlyList<CodeCategory>? CategoryList);
