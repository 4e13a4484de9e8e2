namespace WxYarpGateway.Database.Encryption;

/// <summary>A sealed field cannot be opened. The message is a sentence that says what to do, without secrets.</summary>
public sealed class FieldUnreadableException : Exception
{
    internal FieldUnreadableException(string sentence)
        : base(sentence)
    {
    }
}
