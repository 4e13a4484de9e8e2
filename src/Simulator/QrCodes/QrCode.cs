namespace WxYarpGateway.Simulator.QrCodes;

/// <summary>Holds a QR code: what it stands for, and until when.</summary>
internal sealed record QrCode(string AppId, string Scene, string Ticket, string Url, DateTimeOffset ExpiresAt);
