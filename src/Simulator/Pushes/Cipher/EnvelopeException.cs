namespace WxYarpGateway.Simulator.Pushes.Cipher;

/// <summary>Says why a ciphertext could not be opened.</summary>
internal sealed class EnvelopeException(string message, Exception innerException) : Exception(message, innerException);
