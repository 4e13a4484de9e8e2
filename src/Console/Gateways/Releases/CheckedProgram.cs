namespace WxYarpGateway.Console.Gateways.Releases;

/// <summary>A mini program that an order means.</summary>
/// <param name="Appid">The AppId.</param>
/// <param name="Name">The name; null when the account is not known.</param>
/// <param name="Status">Whether the platform acts for it; null when the account is not known.</param>
/// <param name="ExtJson">Its own <c>ext_json</c>; null when nothing is committed, a tag is missing, or there is too much to show.</param>
/// <param name="MissingTag">The tag for which it would be skipped; null for none.</param>
public sealed record CheckedProgram(string Appid, string? Name, string? Status, string? ExtJson, string? MissingTag);
