
namespace WxYarpGateway.Simulator.Publishing;

/// <summary>A published draft and how publishing ended.</summary>
/// <param name="PublishId">The id of the task.</param>
/// <param name="ArticleId">The id of the articles.</param>
/// <param name="Status">How it ended: 0 published, 2 original check failed, 3 failed, 4 refused, 5 deleted, 6 banned.</param>
/// <param name="Draft">The articles.</param>
internal sealed record Publication(string PublishId, string ArticleId, int Status, Draft Draft);
