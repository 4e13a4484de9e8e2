namespace WxYarpGateway.Simulator.Cipher;

/// <summary>Holds what was inside a ciphertext.</summary>
internal sealed record OpenedEnvelope(byte[] Random, string Message, string ReceiverId);
