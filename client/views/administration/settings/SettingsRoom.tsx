/** What the laboratory decides and keeps in order: one section per address, each for those who may read it. */
import { Navigate, NavLink, useParams } from 'react-router';
import { useEffect, useRef, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../api/useSession.ts';
import { Page } from '../../../components/Page.tsx';
import { useTo } from '../../../state/useRound.ts';
import { AbsencesSection } from '../../operations/units/AbsencesSection.tsx';
import { BoundariesSection } from '../../rounds/BoundariesSection.tsx';
import { LaboratorySection } from './LaboratorySection.tsx';
import { MethodsSection } from '../../quality/MethodsSection.tsx';
import { PlansSection } from '../../rounds/PlansSection.tsx';
import { ReferenceSection } from './ReferenceSection.tsx';
import { ResponseRulesSection } from '../../operations/responseRules/ResponseRulesSection.tsx';
import { RulesSection } from '../../assessment/rules/RulesSection.tsx';
import { UnitsSection } from '../../operations/units/UnitsSection.tsx';
import { UsersSection } from './UsersSection.tsx';
import classes from '../../../components/Sections.module.css';

const SECTIONS: readonly { id: string; operation: string; View: ComponentType }[] = [
  { id: 'users', operation: 'users.read', View: UsersSection },
  { id: 'laboratory', operation: 'settings.read', View: LaboratorySection },
  { id: 'units', operation: 'reference.read', View: UnitsSection },
  { id: 'absences', operation: 'reference.read', View: AbsencesSection },
  { id: 'methods', operation: 'reference.read', View: MethodsSection },
  { id: 'rules', operation: 'reference.read', View: RulesSection },
  { id: 'response', operation: 'reference.read', View: ResponseRulesSection },
  { id: 'plans', operation: 'reference.read', View: PlansSection },
  { id: 'reference', operation: 'reference.read', View: ReferenceSection },
  { id: 'boundaries', operation: 'areas.write', View: BoundariesSection },
];

export default function SettingsRoom() {
  const { t } = useTranslation();
  const to = useTo();
  const { permissions } = useSession();
  const { section } = useParams();
  const open = SECTIONS.filter((one) => permissions.includes(one.operation));
  const first = open[0];
  const shown = open.find((one) => one.id === section);
  const nav = useRef<HTMLElement>(null);
  // On a phone the sections are a strip; the present one is brought into it.
  useEffect(() => nav.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'center' }), [section]);
  if (shown === undefined && first !== undefined) return <Navigate to={to(`/settings/${first.id}`)} replace />;
  return (
    <Page title={t('common:room.settings')}>
      <div className={classes['room']}>
        <nav ref={nav} className={classes['nav']} aria-label={t('common:room.settings')}>
          {open.map((one) => (
            <NavLink key={one.id} to={to(`/settings/${one.id}`)}>
              {t(`settings:section.${one.id}`)}
            </NavLink>
          ))}
        </nav>
        {shown !== undefined && (
          <section className={classes['body']} aria-labelledby="settings-title">
            <header>
              <h2 id="settings-title">{t(`settings:section.${shown.id}`)}</h2>
              <p>{t(`settings:lead.${shown.id}`)}</p>
            </header>
            <shown.View />
          </section>
        )}
      </div>
    </Page>
  );
}
