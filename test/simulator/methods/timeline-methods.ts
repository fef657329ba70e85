import * as activities from './activities.ts'
import * as activityBindings from './activity-bindings.ts'
import * as configurable from './activity-configurable.ts'
import * as activityBlocks from './activity-layout-blocks.ts'
import * as marks from './activity-marks.ts'
import * as commentChanges from './comment-changes.ts'
import * as comments from './comments.ts'
import * as layoutBlocks from './layout-blocks.ts'
import * as logMessages from './log-messages.ts'
import type { MethodRow } from './method-row.ts'
import * as notes from './notes.ts'
import * as rights from './rights.ts'
import * as pictures from './timeline-pictures.ts'
import * as timeline from './timeline.ts'
import * as todos from './todos.ts'

/** Methods of timelines and activities. */
export const timelineMethods: MethodRow[] = [
  ['crm.timeline.comment.fields', 'crm', rights.anyone, commentChanges.commentFields],
  ['crm.timeline.comment.update', 'crm', rights.anyone, commentChanges.commentUpdate],
  ['crm.timeline.comment.delete', 'crm', rights.anyone, commentChanges.commentDelete],
  ['crm.timeline.comment.add', 'crm', rights.anyone, comments.commentAdd],
  ['crm.timeline.comment.list', 'crm', rights.anyone, comments.commentList],
  ['crm.timeline.comment.get', 'crm', rights.anyone, comments.commentGet],
  ['crm.timeline.bindings.fields', 'crm', rights.anyone, timeline.timelineBindingFields],
  ['crm.timeline.bindings.list', 'crm', rights.anyone, timeline.timelineBindingList],
  ['crm.timeline.bindings.bind', 'crm', rights.anyone, timeline.timelineBind],
  ['crm.timeline.bindings.unbind', 'crm', rights.anyone, timeline.timelineUnbind],
  ['crm.timeline.note.save', 'crm', rights.anyone, notes.noteSave],
  ['crm.timeline.note.get', 'crm', rights.anyone, notes.noteGet],
  ['crm.timeline.note.delete', 'crm', rights.anyone, notes.noteDelete],
  ['crm.timeline.item.pin', 'crm', rights.anyone, timeline.timelinePin],
  ['crm.timeline.item.unpin', 'crm', rights.anyone, timeline.timelineUnpin],
  ['crm.timeline.logmessage.add', 'crm', rights.crmAdministrator, logMessages.logMessageAdd],
  ['crm.timeline.logmessage.get', 'crm', rights.anyone, logMessages.logMessageGet],
  ['crm.timeline.logmessage.list', 'crm', rights.anyone, logMessages.logMessageList],
  ['crm.timeline.logmessage.delete', 'crm', rights.anyone, logMessages.logMessageDelete],
  ['crm.timeline.layout.blocks.set', 'crm', rights.restApplication, layoutBlocks.layoutBlocksSet],
  ['crm.timeline.layout.blocks.get', 'crm', rights.restApplication, layoutBlocks.layoutBlocksGet],
  ['crm.timeline.layout.blocks.delete', 'crm', rights.restApplication, layoutBlocks.layoutBlocksDelete],
  ...['icon', 'logo'].flatMap((picture): MethodRow[] => [
    [`crm.timeline.${picture}.add`, 'crm', rights.crmAdministrator, pictures.pictureAdd],
    [`crm.timeline.${picture}.get`, 'crm', rights.anyone, pictures.pictureGet],
    [`crm.timeline.${picture}.list`, 'crm', rights.anyone, pictures.pictureList],
    [`crm.timeline.${picture}.delete`, 'crm', rights.crmAdministrator, pictures.pictureDelete],
  ]),
  ['crm.activity.layout.blocks.set', 'crm', rights.restApplication, activityBlocks.activityBlocksSet],
  ['crm.activity.layout.blocks.get', 'crm', rights.restApplication, activityBlocks.activityBlocksGet],
  ['crm.activity.layout.blocks.delete', 'crm', rights.restApplication, activityBlocks.activityBlocksDelete],
  ['crm.activity.fields', 'crm', rights.anyone, activities.activityFieldList],
  ['crm.activity.list', 'crm', rights.anyone, activities.activityList],
  ['crm.activity.get', 'crm', rights.anyone, activities.activityGet],
  ['crm.activity.add', 'crm', rights.anyone, activities.activityAdd],
  ['crm.activity.update', 'crm', rights.anyone, activities.activityUpdate],
  ['crm.activity.delete', 'crm', rights.anyone, activities.activityDelete],
  ['crm.activity.binding.list', 'crm', rights.anyone, activityBindings.bindingList],
  ['crm.activity.binding.add', 'crm', rights.anyone, activityBindings.bindingAdd],
  ['crm.activity.binding.delete', 'crm', rights.anyone, activityBindings.bindingDelete],
  ['crm.activity.binding.move', 'crm', rights.anyone, activityBindings.bindingMove],
  ['crm.activity.communication.fields', 'crm', rights.anyone, marks.communicationFieldList],
  ['crm.activity.badge.add', 'crm', rights.crmAdministrator, marks.badgeAdd],
  ['crm.activity.badge.get', 'crm', rights.crmAdministrator, marks.badgeGet],
  ['crm.activity.badge.list', 'crm', rights.crmAdministrator, marks.badgeList],
  ['crm.activity.badge.delete', 'crm', rights.crmAdministrator, marks.badgeDelete],
  ['crm.activity.type.add', 'crm', rights.appAdministrator, marks.activityTypeAdd],
  ['crm.activity.type.list', 'crm', rights.appAdministrator, marks.activityTypeList],
  ['crm.activity.type.delete', 'crm', rights.appAdministrator, marks.activityTypeDelete],
  ['crm.activity.todo.add', 'crm', rights.anyone, todos.todoAdd],
  ['crm.activity.todo.update', 'crm', rights.anyone, todos.todoUpdate],
  ['crm.activity.todo.updatedeadline', 'crm', rights.anyone, todos.todoUpdateDeadline],
  ['crm.activity.todo.updatedescription', 'crm', rights.anyone, todos.todoUpdateDescription],
  ['crm.activity.todo.updatecolor', 'crm', rights.anyone, todos.todoUpdateColor],
  ['crm.activity.todo.updateresponsibleuser', 'crm', rights.anyone, todos.todoUpdateResponsible],
  ['crm.activity.configurable.add', 'crm', rights.restApplication, configurable.configurableAdd],
  ['crm.activity.configurable.get', 'crm', rights.restApplication, configurable.configurableGet],
  ['crm.activity.configurable.update', 'crm', rights.restApplication, configurable.configurableUpdate],
]
