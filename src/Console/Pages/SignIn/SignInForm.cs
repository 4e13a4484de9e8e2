namespace WxYarpGateway.Console.Pages.SignIn;

/// <summary>What somebody enters to sign in.</summary>
public sealed class SignInForm
{
    /// <summary>Gets or sets the name.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets the password.</summary>
    public string? Password { get; set; }

    /// <summary>Gets or sets the code of an authenticator, or a recovery code.</summary>
    public string? Code { get; set; }
}
