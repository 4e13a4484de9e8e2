namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>The data format of a push, which its reply takes over.</summary>
public enum MessageFormat
{
    /// <summary>XML: official accounts and, by choice, mini programs.</summary>
    Xml,

    /// <summary>JSON: shops and, by choice, mini programs.</summary>
    Json,
}
