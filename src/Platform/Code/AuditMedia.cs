namespace WxYarpGateway.Platform.Code;

/// <summary>Says in which field of an audit the id of an uploaded file is put: WeChat keeps the two apart.</summary>
public enum AuditMedia
{
    /// <summary>In <c>preview_info</c>; the answer has a <c>mediaid</c>, which is good for three days.</summary>
    Preview,

    /// <summary>In <c>feedback_stuff</c>, after an audit that was rejected; the answer has a <c>media_id</c>.</summary>
    Feedback,
}
