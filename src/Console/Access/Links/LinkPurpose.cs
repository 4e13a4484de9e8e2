namespace WxYarpGateway.Console.Access.Links;

/// <summary>What a one-time link is good for.</summary>
internal enum LinkPurpose
{
    /// <summary>To make the first admin.</summary>
    First,

    /// <summary>To set the password of an account.</summary>
    Password,
}
