using WxYarpGateway.Console.Gateways.Records;

namespace WxYarpGateway.Console.Pages.Records;

/// <summary>A service that the gateways serve, as pages about pushes need it.</summary>
/// <param name="Source">Where its records are.</param>
/// <param name="Appid">Its own appid; null when it has none.</param>
/// <param name="HasRecords">Whether records of it are kept.</param>
public sealed record ServedAccount(RecordSource Source, string? Appid, bool HasRecords);
