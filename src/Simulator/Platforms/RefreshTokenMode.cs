namespace WxYarpGateway.Simulator.Platforms;

/// <summary>Lists what may become of an authorizer's refresh token when api_authorizer_token is called with it.</summary>
public enum RefreshTokenMode
{
    /// <summary>It stays until the authorization is withdrawn, as WeChat's knowledge page of 2026-07-20 says.</summary>
    Stable,

    /// <summary>Each call returns another one and ends the old one.</summary>
    RotateEachTime,

    /// <summary>The same, but the answer of every second call, beginning with the first, is lost: the connection is cut.</summary>
    RotateAndForgetAnswer,
}
