namespace WxYarpGateway.Console.Access;

/// <summary>Remembers who changed what. Everything that changes something writes here, whether it succeeded or not.</summary>
internal interface IAuditLog
{
    /// <summary>Writes an entry for whoever is signed in.</summary>
    /// <param name="what">What was done, such as <c>rule.save</c>.</param>
    /// <param name="target">What it was done to, such as <c>shop/welcome</c>.</param>
    /// <param name="detail">More about it, such as why it failed; never a secret, a body or an openid.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    Task WriteAsync(string what, string target, string? detail, CancellationToken cancellationToken);
}
