namespace WxYarpGateway.Database.Access;

/// <summary>The database must not be used as it is. The message is a sentence that says what to do.</summary>
internal sealed class DatabaseRefusedException(string sentence) : Exception(sentence);
