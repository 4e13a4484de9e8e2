using System.ComponentModel.DataAnnotations;

namespace WxYarpGateway.MiniPrograms.Apps;

/// <summary>Texts of users that WeChat is asked about before the backend gets them (文本内容安全识别).</summary>
public sealed class ContentCheckOptions
{
    /// <summary>Gets or sets the paths of the backend to which the texts go.</summary>
    /// <value>Paths such as <c>/comments/*</c>; an asterisk at the end stands for everything below. Required.</value>
    [MinLength(1, ErrorMessage = "{0} is missing.")]
    public IReadOnlyList<string> Paths { get; set; } = [];

    /// <summary>Gets or sets the fields of the JSON body that hold the texts; of an array or an object, all texts in it.</summary>
    /// <value>Names of fields of the outermost object; their case does not matter. Required.</value>
    [MinLength(1, ErrorMessage = "{0} is missing.")]
    public IReadOnlyList<string> Fields { get; set; } = [];

    /// <summary>Gets or sets where the texts will stand, as WeChat counts: 1 profile, 2 comment, 3 forum, 4 social log.</summary>
    /// <value>From 1 to 4. The default is 2.</value>
    [Range(1, 4)]
    public int Scene { get; set; } = 2;

    /// <summary>Gets or sets what is done with a text that must not be shown.</summary>
    /// <value>The default is <see cref="ContentAction.Refuse"/>.</value>
    [EnumDataType(typeof(ContentAction))]
    public ContentAction Risky { get; set; } = ContentAction.Refuse;

    /// <summary>Gets or sets what is done with a text that somebody should look at.</summary>
    /// <value>The default is <see cref="ContentAction.Flag"/>.</value>
    [EnumDataType(typeof(ContentAction))]
    public ContentAction Review { get; set; } = ContentAction.Flag;

    /// <summary>
    /// Gets or sets what is done when there is no verdict: nobody is logged in, the body is no JSON or larger than 64 KiB, WeChat did not
    /// answer within 1.5 seconds, the user was not in the mini program for two hours, or the quota is used up.
    /// </summary>
    /// <value>The default is <see cref="ContentAction.Flag"/>.</value>
    [EnumDataType(typeof(ContentAction))]
    public ContentAction Unknown { get; set; } = ContentAction.Flag;
}
