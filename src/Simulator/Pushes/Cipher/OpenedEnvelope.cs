namespace WxYarpGateway.Simulator.Pushes.Cipher;

/// <summary>The content of a ciphertext.</summary>
internal sealed record OpenedEnvelope(byte[] Random, string Message, string ReceiverId);
