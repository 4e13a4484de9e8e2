namespace WxYarpGateway.Simulator.Links;

/// <summary>A QR code with its scene and expiry.</summary>
internal sealed record QrCode(string AppId, string Scene, string Ticket, string Url, DateTimeOffset ExpiresAt);
