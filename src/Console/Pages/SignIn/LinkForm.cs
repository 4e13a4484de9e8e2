namespace WxYarpGateway.Console.Pages.SignIn;

/// <summary>What somebody enters with a one-time link.</summary>
public sealed class LinkForm
{
    /// <summary>Gets or sets the code of the link.</summary>
    public string? Code { get; set; }

    /// <summary>Gets or sets the name of a first admin.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets the password.</summary>
    public string? Password { get; set; }

    /// <summary>Gets or sets the password again.</summary>
    public string? Again { get; set; }
}
