using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace WxYarpGateway.Console.Access;

/// <summary>Whoever uses this circuit. A page asks here again before each call: what is hidden may still be called.</summary>
internal sealed class ActingUser(AuthenticationStateProvider state, IAuthorizationService authorization)
{
    /// <summary>Returns whether the user may do what a policy of <see cref="Policies"/> asks for.</summary>
    public async Task<bool> MayAsync(string policy)
    {
        var user = (await state.GetAuthenticationStateAsync()).User;
        return (await authorization.AuthorizeAsync(user, policy)).Succeeded;
    }

    /// <summary>Throws when the user may not do what a policy of <see cref="Policies"/> asks for.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public async Task RequireAsync(string policy)
    {
        if (!await MayAsync(policy))
        {
            throw new UnauthorizedAccessException($"This needs the role {policy}.");
        }
    }

    /// <summary>Returns the user's name.</summary>
    public async Task<string> NameAsync()
        => (await state.GetAuthenticationStateAsync()).User.Identity?.Name ?? "";
}
