namespace WxYarpGateway.Transforms.Pipeline.Formats;

/// <summary>The data format (数据格式) of a push. The reply has the same format.</summary>
public enum MessageFormat
{
    /// <summary>XML: official accounts, and mini programs that choose it in the WeChat console.</summary>
    Xml,

    /// <summary>JSON: shops, and mini programs that choose it in the WeChat console.</summary>
    Json,
}
