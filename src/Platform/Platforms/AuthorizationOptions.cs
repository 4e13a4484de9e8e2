using System.ComponentModel.DataAnnotations;

namespace WxYarpGateway.Platform.Platforms;

/// <summary>The pages on which accounts give themselves into the platform's care.</summary>
public sealed class AuthorizationOptions
{
    /// <summary>Gets or sets the path of the page. Below it are <c>/h5</c> and <c>/return</c>.</summary>
    /// <value>A path with a leading slash. The default is empty: there are no pages.</value>
    public string Path { get; set; } = "";

    /// <summary>Gets or sets the title of the page.</summary>
    /// <value>At most 100 characters. The default is empty: the service's name.</value>
    [StringLength(100, ErrorMessage = "{0} must have at most {1} characters.")]
    public string Title { get; set; } = "";

    /// <summary>Gets or sets the text above the page's button.</summary>
    /// <value>At most 2,000 characters. The default is empty.</value>
    [StringLength(2000, ErrorMessage = "{0} must have at most {1} characters.")]
    public string Text { get; set; } = "";

    /// <summary>Gets or sets who may open the page.</summary>
    /// <value>The default is <see cref="AuthorizationAccess.Invited"/>.</value>
    [EnumDataType(typeof(AuthorizationAccess))]
    public AuthorizationAccess Access { get; set; } = AuthorizationAccess.Invited;

    /// <summary>
    /// Gets or sets which accounts WeChat offers (<c>auth_type</c>): 1 official accounts, 2 mini programs, 3 both, 6 all.
    /// </summary>
    /// <value>From 1 to 9. The default is empty: WeChat's own choice.</value>
    [Range(1, 9)]
    public int? AuthType { get; set; }

    /// <summary>Gets or sets the sets of permissions that are asked for (<c>category_id_list</c>).</summary>
    /// <value>Numbers of WeChat's. The default is empty: those of the platform.</value>
    public IReadOnlyList<string> Categories { get; set; } = [];

    /// <summary>Gets or sets the address to which the browser returns afterwards.</summary>
    /// <value>An absolute https or http address whose host is in <see cref="ReturnHosts"/>. The default is empty: a page of ours.</value>
    public string ReturnTo { get; set; } = "";

    /// <summary>Gets or sets the hosts to which the browser may return.</summary>
    /// <value>A list of <c>name</c> or <c>name:port</c>. The default is empty.</value>
    public IReadOnlyList<string> ReturnHosts { get; set; } = [];
}
