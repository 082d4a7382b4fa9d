// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Operations
{
    /// <summary>
    /// Discover (LwM2M 1.1.1 section 6.3.2): what is below a path, as links with the attributes that are attached to them; the
    /// path itself with those it inherits too, and a resource with its instances.
    /// </summary>
    internal static class DiscoverOperation
    {
        internal static CoapCode Run(OperationContext context)
        {
            CoapCode code = Lookup.Find(context.Registry, context.Path, out LwM2MObject found, out int definition);
            int level = ResourcePath.Level(context.Path);
            if (code == CoapCode.Content && level == 4 && !Lookup.HasResourceInstance(found, context.Path))
            {
                code = CoapCode.NotFound;
            }

            if (code != CoapCode.Content)
            {
                return code;
            }

            int offset = context.Response.BeginContent(ContentFormat.LinkFormat);
            LinkFormatWriter links = new LinkFormatWriter();
            links.Open(context.Response.Writer.Buffer, offset, context.Response.Writer.PayloadCapacity);
            NotificationAttributes inherited = new NotificationAttributes();
            context.Attributes.Resolve(context.Path, inherited);
            int instanceId = ResourcePath.InstanceId(context.Path);
            switch (level)
            {
                case 1:
                    AddObject(links, found);
                    AddAttributes(links, inherited);
                    for (int i = 0; i < found.InstanceCount; i++)
                    {
                        AddInstance(links, found, found.InstanceIdAt(i), context.Attributes, null);
                    }

                    break;
                case 2:
                    AddInstance(links, found, instanceId, context.Attributes, inherited);
                    break;
                case 3:
                    AddResource(links, found, instanceId, definition, context.Attributes, inherited);
                    AddResourceInstances(links, found, instanceId, definition, context.Attributes);
                    break;
                default:
                    links.AddLink(context.Path);
                    AddAttributes(links, inherited);
                    break;
            }

            return context.Response.EndContent(links.Length, links.Overflowed);
        }

        /// <summary>Adds the link of an object, with its version where that is not 1.0.</summary>
        internal static void AddObject(LinkFormatWriter links, LwM2MObject found)
        {
            links.AddLink(ResourcePath.Of(found.ObjectId));
            if (found.Version != null)
            {
                links.AddAttribute("ver", found.Version);
            }
        }

        private static void AddInstance(LinkFormatWriter links, LwM2MObject found, int instanceId, AttributeTable attributes, NotificationAttributes inherited)
        {
            long path = ResourcePath.Of(found.ObjectId, instanceId);
            links.AddLink(path);
            AddAttributes(links, inherited == null ? attributes.Find(path) : inherited);
            for (int i = 0; i < found.Resources.Length; i++)
            {
                if (found.HasResource(instanceId, Resource.Id(found.Resources[i])))
                {
                    AddResource(links, found, instanceId, found.Resources[i], attributes, null);
                }
            }
        }

        private static void AddResource(LinkFormatWriter links, LwM2MObject found, int instanceId, int definition, AttributeTable attributes, NotificationAttributes inherited)
        {
            int resourceId = Resource.Id(definition);
            long path = ResourcePath.Of(found.ObjectId, instanceId, resourceId);
            links.AddLink(path);
            if ((definition & Resource.Multiple) != 0)
            {
                links.AddAttribute("dim", found.ResourceInstanceCount(instanceId, resourceId));
            }

            AddAttributes(links, inherited == null ? attributes.Find(path) : inherited);
        }

        private static void AddResourceInstances(LinkFormatWriter links, LwM2MObject found, int instanceId, int definition, AttributeTable attributes)
        {
            int resourceId = Resource.Id(definition);
            int count = (definition & Resource.Multiple) == 0 ? 0 : found.ResourceInstanceCount(instanceId, resourceId);
            for (int i = 0; i < count; i++)
            {
                long path = ResourcePath.Of(found.ObjectId, instanceId, resourceId, found.ResourceInstanceIdAt(instanceId, resourceId, i));
                links.AddLink(path);
                AddAttributes(links, attributes.Find(path));
            }
        }

        private static void AddAttributes(LinkFormatWriter links, NotificationAttributes attributes)
        {
            for (int i = 0; attributes != null && i < NotificationAttributes.Names.Length; i++)
            {
                if (attributes.Has(1 << i))
                {
                    links.AddAttribute(NotificationAttributes.Names[i], attributes[1 << i]);
                }
            }
        }
    }
}
