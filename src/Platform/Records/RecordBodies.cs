namespace WxYarpGateway.Platform.Records;

/// <summary>What a record has of the message itself.</summary>
public enum RecordBodies
{
    /// <summary>The message as it went to the backend; tickets and codes are replaced by <c>***</c>.</summary>
    Full,

    /// <summary>The names and types of its fields, without values.</summary>
    Shape,

    /// <summary>Nothing.</summary>
    None,
}
