using Microsoft.AspNetCore.Authorization;

namespace WxYarpGateway.Console.Access;

/// <summary>What pages and calls ask for: at least the role of the same name.</summary>
internal static class Policies
{
    /// <summary>At least <see cref="Roles.Viewer"/>: whoever is signed in.</summary>
    public const string Viewer = Roles.Viewer;

    /// <summary>At least <see cref="Roles.Operator"/>.</summary>
    public const string Operator = Roles.Operator;

    /// <summary><see cref="Roles.Admin"/>.</summary>
    public const string Admin = Roles.Admin;

    /// <summary>Adds the policies; an endpoint that asks for none asks for <see cref="Viewer"/>.</summary>
    public static void AddTo(AuthorizationOptions options)
    {
        for (var index = 0; index < Roles.All.Count; index++)
        {
            options.AddPolicy(Roles.All[index], new AuthorizationPolicyBuilder().RequireRole(Roles.All.Skip(index)).Build());
        }

        options.DefaultPolicy = options.GetPolicy(Viewer)!;
        options.FallbackPolicy = options.DefaultPolicy;
    }
}
